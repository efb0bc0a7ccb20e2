namespace Shop;

/// <summary>Stands for the code that the manifests deploy.</summary>
public static class Greeting
{
    /// <summary>What the front page says.</summary>
    public static string Text => "Welcome to the shop";
}
