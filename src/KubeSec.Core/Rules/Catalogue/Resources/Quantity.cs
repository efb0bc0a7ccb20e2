using System.Globalization;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Resources;

/// <summary>Amounts as Kubernetes writes them: 500m, 128Mi, 1e3 (k8s.io/apimachinery, resource.Quantity).</summary>
internal static class Quantity
{
    private static readonly Dictionary<string, decimal> Units = new(StringComparer.Ordinal)
    {
        ["n"] = 1e-9m,
        ["u"] = 1e-6m,
        ["m"] = 1e-3m,
        [""] = 1m,
        ["k"] = 1e3m,
        ["M"] = 1e6m,
        ["G"] = 1e9m,
        ["T"] = 1e12m,
        ["P"] = 1e15m,
        ["E"] = 1e18m,
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
        ["Pi"] = 1L << 50,
        ["Ei"] = 1L << 60,
    };

    /// <summary>Whether the field states an amount above zero; what cannot be read is left to the API server.</summary>
    public static bool IsMoreThanNothing(Field field) => field.Exists && Of(field) is not 0;

    /// <summary>Whether two fields state the same amount, however it is written.</summary>
    public static bool AreEqual(Field one, Field other) =>
        one.Text == other.Text || (Of(one) is { } amount && Of(other) == amount);

    /// <summary>The amount a field states; null where it states none.</summary>
    public static decimal? Of(Field field)
    {
        string text = field.Text ?? "";
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal plain))
        {
            return plain;
        }

        int end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        return Units.TryGetValue(text[end..], out decimal unit)
            && decimal.TryParse(text[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            && number < 1e9m ? number * unit : null;
    }
}
