namespace KubeSec.Manifests;

/// <summary>A label selector of the Kubernetes API (metav1.LabelSelector), asked of a set of labels.</summary>
internal static class LabelSelector
{
    /// <summary>
    /// Whether every <c>matchLabels</c> pair and every <c>matchExpressions</c> entry holds.
    /// An empty selector matches everything; what a missing one means is the caller's to know.
    /// </summary>
    public static bool Matches(Field selector, Field labels) =>
        selector["matchLabels"].Entries.All(pair => labels[pair.Name].Text == pair.Text)
        && selector["matchExpressions"].Items.All(expression => Holds(expression, labels));

    private static bool Holds(Field expression, Field labels)
    {
        string? actual = labels[expression["key"].Text ?? ""].Text;
        bool listed = expression["values"].Items.Any(value => value.Text == actual);
        return expression["operator"].Text switch
        {
            "In" => actual is not null && listed,
            "NotIn" => actual is null || !listed,
            "Exists" => actual is not null,
            "DoesNotExist" => actual is null,
            _ => false,
        };
    }
}
