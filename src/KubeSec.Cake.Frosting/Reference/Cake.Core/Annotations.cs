namespace Cake.Core.Annotations;

[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CakeAliasCategoryAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

public abstract class CakeAliasAttribute : Attribute;

[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class CakeMethodAliasAttribute : CakeAliasAttribute;

[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
public sealed class CakeNamespaceImportAttribute(string @namespace) : Attribute
{
    public string Namespace { get; } = @namespace;
}
