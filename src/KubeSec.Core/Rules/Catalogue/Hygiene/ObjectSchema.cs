using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

/// <summary>Holds objects against the fields that their kind has.</summary>
internal static class ObjectSchema
{
    private static readonly Lazy<Dictionary<string, Dictionary<string, Shape>>> Kinds = new(() => Read(KubernetesFields.Kinds));

    private static readonly Lazy<Dictionary<string, Dictionary<string, Shape>>> Types = new(() => Read(KubernetesFields.Types));

    /// <summary>Fields that every object may have.</summary>
    private static readonly IReadOnlyList<string> OfEveryObject = ["apiVersion", "kind", "metadata", "status"];

    /// <summary>What is wrong with an object, its containers apart; nothing where its kind or version is not known.</summary>
    public static IEnumerable<(Field At, string Fault)> FaultsOf(Resource resource) =>
        Kinds.Value.TryGetValue($"{resource.Identity.ApiVersion}/{resource.Kind}", out Dictionary<string, Shape>? fields)
            ? FaultsIn(resource.Root, fields, OfEveryObject)
            : [];

    /// <summary>What is wrong with a container.</summary>
    public static IEnumerable<(Field At, string Fault)> FaultsOf(Container container) =>
        FaultsIn(container.Field, Types.Value["Container"], []);

    private static IEnumerable<(Field At, string Fault)> FaultsIn(Field holder, Dictionary<string, Shape> fields, IReadOnlyList<string> also)
    {
        foreach (Field field in holder.Entries)
        {
            if (fields.TryGetValue(field.Name, out Shape shape))
            {
                foreach ((Field At, string Fault) fault in field.Exists ? FaultsOf(field, shape) : [])
                {
                    yield return fault;
                }
            }
            else if (!also.Contains(field.Name, StringComparer.Ordinal))
            {
                yield return (field, $"there is no field '{field.Name}' here{Spelling.Hint(field.Name, fields.Keys)}");
            }
        }
    }

    private static IEnumerable<(Field At, string Fault)> FaultsOf(Field field, Shape shape) => shape.Form switch
    {
        Form.Boolean when field.Boolean is null => [(field, $"{field.Name} must be true or false")],
        Form.Number when field.Integer is null => [(field, $"{field.Name} must be a whole number")],
        Form.Object when field.Node is not MappingNode => [(field, $"{field.Name} must be an object")],
        Form.List when field.Node is not SequenceNode => [(field, $"{field.Name} must be a list")],
        Form.Object => FaultsIn(field, Types.Value[shape.Type], []),
        Form.List => field.Items.SelectMany(item => FaultsIn(item, Types.Value[shape.Type], [])),
        _ => [],
    };

    private static Dictionary<string, Dictionary<string, Shape>> Read(string table)
    {
        var types = new Dictionary<string, Dictionary<string, Shape>>(StringComparer.Ordinal);
        Dictionary<string, Shape> current = [];
        foreach (string line in table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0)
            {
                current = types[line[..equals].TrimEnd()] = new Dictionary<string, Shape>(StringComparer.Ordinal);
            }

            foreach (string field in line[(equals + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                (string name, Shape shape) = ReadField(field);
                current.Add(name, shape);
            }
        }

        return types;
    }

    private static (string Name, Shape Shape) ReadField(string field) => field.Split(':') switch
    {
        [[.. var name, '?']] => (name, new Shape(Form.Boolean, "")),
        [[.. var name, '#']] => (name, new Shape(Form.Number, "")),
        [var name, ['[', .. var type, ']']] => (name, new Shape(Form.List, type)),
        [var name, var type] => (name, new Shape(Form.Object, type)),
        _ => (field, new Shape(Form.Anything, "")),
    };

    private enum Form
    {
        Anything,
        Boolean,
        Number,
        Object,
        List,
    }

    private readonly record struct Shape(Form Form, string Type);
}
