using CsCheck;
using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Manifests.Edits;

namespace KubeSec.Core.Tests.Manifests.Edits;

public sealed class FieldEditsTests
{
    private const string Head = "apiVersion: example.com/v1\nkind: Thing\n";

    [Theory]
    [InlineData("spec:\n  a: 1 # note\n", "spec:\n  a: true # note\n")]
    [InlineData("spec:\n  a: \"1\"\n", "spec:\n  a: true\n")]
    [InlineData("spec:\n  b: 1 # note\n# end\n", "spec:\n  b: 1 # note\n  a: true\n# end\n")]
    [InlineData("spec:\n  b: 1", "spec:\n  b: 1\n  a: true")]
    [InlineData("spec:\n  b:\n  - c: 1\n    # deep\n  # after\n", "spec:\n  b:\n  - c: 1\n  a: true\n    # deep\n  # after\n")]
    [InlineData("spec:\n  b: |\n    text\n---\n", "spec:\n  b: |\n    text\n  a: true\n---\n")]
    [InlineData("spec: {}\n", "spec: {a: true}\n")]
    [InlineData("spec: {b: 1}\n", "spec: {b: 1, a: true}\n")]
    [InlineData("spec: {b: [x]} # note\n", "spec: {b: [x], a: true} # note\n")]
    [InlineData("spec: {\n  b: 1\n}\n", "spec: {\n  b: 1,\n  a: true\n}\n")]
    [InlineData("spec:\n  a:\n  b: 1\n", "spec:\n  a: true\n  b: 1\n")]
    [InlineData("spec:\n  a: |\n    text\n  b: 1\n", "spec:\n  a: true\n  b: 1\n")]
    [InlineData("spec:\n  a:\n    c: 1\n  b: 1\n", "spec:\n  a: true\n  b: 1\n")]
    [InlineData("spec: # note\n", "spec: # note\n  a: true\n")]
    [InlineData("spec: ~\n", "spec: {a: true}\n")]
    [InlineData("metadata: {}\n", "metadata: {}\nspec:\n  a: true\n")]
    [InlineData("spec:\r\n  b: 1\r\n", "spec:\r\n  b: 1\r\n  a: true\r\n")]
    public void A_value_is_set_in_the_style_around_it(string before, string after) =>
        Assert.Equal(Head + after, Edit(Head + before, (edits, root) => edits.Set(root["spec"]["a"], "true")));

    [Fact]
    public void Missing_parents_are_written_too() =>
        Assert.Equal(
            Head + "spec:\n  containers:\n  - name: web # the one\n    securityContext:\n      capabilities:\n        drop: [ALL]\n  - name: db\n",
            Edit(
                Head + "spec:\n  containers:\n  - name: web # the one\n  - name: db\n",
                (edits, root) => edits.Set(root["spec"]["containers"].Items.First()["securityContext"]["capabilities"]["drop"], "[ALL]")));

    [Theory]
    [InlineData("spec:\n  a:\n  - x # one\n  b: 1\n", "spec:\n  a:\n  - x # one\n  - z\n  b: 1\n")]
    [InlineData("spec:\n  a: [x]\n", "spec:\n  a: [x, z]\n")]
    [InlineData("spec:\n  a: []\n", "spec:\n  a: [z]\n")]
    [InlineData("spec:\n  b: 1\n", "spec:\n  b: 1\n  a: [z]\n")]
    public void An_item_is_added_at_the_end(string before, string after) =>
        Assert.Equal(Head + after, Edit(Head + before, (edits, root) => edits.Append(root["spec"]["a"], "z")));

    [Theory]
    [InlineData("spec:\n  a: 1 # gone\n  b: 1\n", "spec:\n  b: 1\n")]
    [InlineData("spec:\n  b: 1\n  a:\n    c: 1\n# end\n", "spec:\n  b: 1\n# end\n")]
    [InlineData("spec:\n  a: 1\nx: 1\n", "spec: {}\nx: 1\n")]
    [InlineData("spec: {a: 1, b: 1}\n", "spec: {b: 1}\n")]
    [InlineData("spec: {b: 1, a: [x, y]}\n", "spec: {b: 1}\n")]
    [InlineData("spec: {a: 1} # note\n", "spec: {} # note\n")]
    public void A_key_is_removed_with_its_value(string before, string after) =>
        Assert.Equal(Head + after, Edit(Head + before, (edits, root) => edits.Remove(root["spec"]["a"])));

    [Theory]
    [InlineData("spec:\n- a: 1\n  b: 2\n- c: 3\n", "spec:\n- b: 2\n- c: 3\n")]
    public void The_next_key_takes_the_place_behind_the_dash(string before, string after) =>
        Assert.Equal(Head + after, Edit(Head + before, (edits, root) => edits.Remove(root["spec"].Items.First()["a"])));

    [Theory]
    [InlineData("spec:\n- a: 1\n- b: 2\n  c: 3\n", "spec:\n- a: 1\n")]
    [InlineData("spec: [a, b]\n", "spec: [a]\n")]
    public void An_item_is_removed(string before, string after) =>
        Assert.Equal(Head + after, Edit(Head + before, (edits, root) => edits.Remove(root["spec"].Items.Last())));

    [Theory]
    [InlineData("x: &x {b: 1}\nspec: *x\n")]
    [InlineData("x: &x {a: {b: 1}}\nspec:\n  <<: *x\n")]
    [InlineData("spec:\n  x: &x {b: 1}\n  a: *x\n")]
    public void Text_that_an_alias_shares_is_left_alone(string text) =>
        Assert.Null(new FieldEdits().Set(Root(Head + text)["spec"]["a"]["c"], "true").Fix("Set"));

    [Fact]
    public void Fixes_of_the_same_place_wait_for_another_pass()
    {
        Field root = Root(Head + "spec:\n  b: 1\n");
        Fix[] fixes = [.. new[] { "a", "c" }.Select(key => new FieldEdits().Set(root["spec"]["security"][key], "true").Fix("Set")!)];
        string after = TextEdits.Apply(Head + "spec:\n  b: 1\n", fixes, out IReadOnlyList<Fix> applied);
        Assert.Equal(Head + "spec:\n  b: 1\n  security:\n    a: true\n", after);
        Assert.Equal([fixes[0]], applied);
    }

    [Fact]
    public void Any_scalar_of_any_document_can_be_set_and_no_other_byte_changes() =>
        Documents.Sample(sample =>
        {
            (string text, int at) = sample;
            Field[] scalars = [.. Scalars(Root(text)["spec"])];
            Field field = scalars[at % scalars.Length];
            string after = TextEdits.Apply(text, [new FieldEdits().Set(field, "changed").Fix("Set")!], out _);
            SourceSpan span = field.Span;
            string[] lines = text.Split('\n');
            string line = lines[span.Line - 1];
            lines[span.Line - 1] = line[..(span.Column - 1)] + "changed" + line[(span.EndColumn - 1)..];
            Assert.Equal(string.Join('\n', lines), after);
            Assert.Equal("changed", Scalars(Root(after)["spec"]).ElementAt(at % scalars.Length).Text);
        });

    [Fact]
    public void A_key_can_be_added_to_any_mapping_and_removed_again() =>
        Documents.Sample(sample =>
        {
            (string text, int at) = sample;
            string[] paths = [.. Mappings(Root(text)["spec"]).Select(mapping => mapping.Path)];
            string path = paths[at % paths.Length];
            string added = Edit(text, (edits, root) => edits.Set(Mappings(root["spec"]).First(m => m.Path == path)["added"], "{k: v}"));
            Assert.Equal("v", Mappings(Root(added)["spec"]).First(m => m.Path == path)["added"]["k"].Text);
            Assert.Equal(text, Edit(added, (edits, root) => edits.Remove(Mappings(root["spec"]).First(m => m.Path == path)["added"])));
        });

    /// <summary>Documents of nested mappings and lists, in block and flow style, with comments.</summary>
    private static Gen<(string Text, int At)> Documents => Gen.Select(
        Gen.Int[0, 1_000_000].Select(seed => Head + "spec:\n  first: 1\n" + Block(new Random(seed), 2, 0)), Gen.Int[0, 1000], (text, at) => (text, at));

    private static string Block(Random random, int indent, int depth) => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(i =>
    {
        string start = new string(' ', indent) + "k" + i + ":";
        string comment = random.Next(3) == 0 ? " # note: here" : "";
        return (depth > 3 ? 0 : random.Next(5)) switch
        {
            1 => $"{start}{comment}\n{Block(random, indent + 2, depth + 1)}",
            2 => $"{start}{comment}\n{new string(' ', indent)}- n: 1\n{Block(random, indent + 2, depth + 1)}{new string(' ', indent)}- n: \"2\"{comment}\n",
            3 => $"{start} {{a: 1, b: ['x', \"y\"]}}{comment}\n",
            4 => $"{start} 'quoted'{comment}\n\n",
            _ => $"{start} plain text{comment}\n",
        };
    }));

    private static IEnumerable<Field> Scalars(Field field) => field.Node is ScalarNode
        ? [field]
        : field.Entries.Concat(field.Items).SelectMany(Scalars);

    private static IEnumerable<Field> Mappings(Field field) =>
        (field.Node is MappingNode ? [field] : Enumerable.Empty<Field>()).Concat(field.Entries.Concat(field.Items).SelectMany(Mappings));

    private static string Edit(string text, Func<FieldEdits, Field, FieldEdits> edit)
    {
        Fix fix = Assert.IsType<Fix>(edit(new FieldEdits(), Root(text)).Fix("Edit"));
        string after = TextEdits.Apply(text, [fix], out IReadOnlyList<Fix> applied);
        Assert.Single(applied);
        Assert.Empty(new ManifestReader().Read("f", new StringReader(after)).SelectMany(d => d.Findings));
        return after;
    }

    private static Field Root(string text) => new ManifestReader().Read("f", new StringReader(text)).First().Resources[0].Root;
}
