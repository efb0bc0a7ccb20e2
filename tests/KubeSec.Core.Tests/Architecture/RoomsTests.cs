using System.Text.RegularExpressions;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Architecture;

/// <summary>Holds the code to the arrows that ARCHITECTURE.md draws between the rooms of KubeSec.Core.</summary>
public sealed partial class RoomsTests
{
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Findings"] = [],
        ["Manifests"] = ["Findings"],
        ["Images"] = ["Findings"],
        ["Signatures"] = ["Images", "Findings"],
        ["Rules"] = ["Manifests", "Images", "Access", "Network", "Findings"],
        ["Network"] = ["Manifests", "Findings"],
        ["Access"] = ["Manifests", "Findings"],
        ["Feedback"] = ["Images", "Findings"],
        ["Cluster"] = ["Manifests", "Feedback"],
        ["Inventory"] = ["Access", "Feedback", "Findings", "Images", "Manifests", "Network", "Rules", "Signatures"],
        ["Gate"] = ["Access", "Feedback", "Findings", "Images", "Inventory", "Manifests", "Network", "Rules", "Signatures"],
        ["Reports"] = ["Gate", "Feedback", "Inventory", "Signatures", "Findings"],
    };

    public static TheoryData<string> Rooms() => [.. MayUse.Keys];

    [SkippableTheory]
    [MemberData(nameof(Rooms))]
    public void A_room_reaches_only_the_rooms_below_it(string room)
    {
        string? root = SharedFiles.RepositoryRoot();
        Skip.If(root is null, "the tests run away from their sources");
        string folder = Path.Combine(root, "src", "KubeSec.Core", room);
        Skip.IfNot(Directory.Exists(folder), $"room {room} is not built yet");
        string[] strays =
        [
            .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .SelectMany(file => Using().Matches(File.ReadAllText(file))
                    .Select(match => match.Groups["room"].Value)
                    .Where(used => used != room && !MayUse[room].Contains(used, StringComparer.Ordinal))
                    .Select(used => $"{Path.GetFileName(file)} reaches {used}")),
        ];
        Assert.Empty(strays);
    }

    [GeneratedRegex(@"^\s*(?:global )?using (?:static )?(?:\w+ = )?KubeSec\.(?<room>\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}
