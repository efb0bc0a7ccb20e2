using KubeSec.Findings;

namespace KubeSec.Images.Dockerfiles;

/// <summary>Reads the images that a Dockerfile builds on.</summary>
public static class DockerfileReader
{
    private const int LongestFile = 1 << 20;
    private const int MostImages = 1024;

    /// <summary>Reads a Dockerfile.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="file">Its path, for the places reported.</param>
    /// <param name="buildArguments">Values given to the build with <c>--build-arg</c>.</param>
    public static DockerfileContent Read(string text, string file, IReadOnlyDictionary<string, string>? buildArguments = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        if (text.Length > LongestFile)
        {
            return new([], [new(SourceSpan.StartOf(file), $"the file is longer than {LongestFile} characters")]);
        }

        return new Reading(new DockerfileLines(text, file), buildArguments ?? new Dictionary<string, string>()).ToEnd();
    }

    private sealed class Reading(DockerfileLines lines, IReadOnlyDictionary<string, string> buildArguments)
    {
        private readonly DockerfileVariables variables = new(buildArguments, lines.Escape);
        private readonly List<DockerfileImage> images = [];
        private readonly List<DockerfileError> errors = [];
        private readonly HashSet<string> stages = new(StringComparer.OrdinalIgnoreCase);
        private int stageCount;

        public DockerfileContent ToEnd()
        {
            if (lines.Syntax is { } syntax)
            {
                Add(syntax, syntax.Text, DockerfileUse.Frontend);
            }

            while (lines.Next() is { } words && images.Count < MostImages)
            {
                Instruction(words);
            }

            return new(images, errors);
        }

        private void Instruction(IReadOnlyList<DockerfileLines.Word> words)
        {
            switch (words[0].Text.ToUpperInvariant())
            {
                // Only arguments before the first FROM are visible to a FROM.
                case "ARG" when stageCount == 0:
                    foreach (DockerfileLines.Word word in words.Skip(1))
                    {
                        variables.Declare(word.Text);
                    }

                    break;
                case "FROM":
                    From(words);
                    break;
                case "COPY" or "RUN":
                    Sources(words);
                    break;
            }
        }

        private void From(IReadOnlyList<DockerfileLines.Word> words)
        {
            stageCount++;
            string? platform = words.Skip(1).TakeWhile(IsFlag).Select(word => Value(word.Text, "--platform=")).FirstOrDefault(value => value is not null);
            DockerfileLines.Word[] operands = [.. words.Skip(1).SkipWhile(IsFlag)];
            bool named = operands.Length == 3 && operands[1].Text.Equals("AS", StringComparison.OrdinalIgnoreCase);
            if (operands.Length != 1 && !named)
            {
                errors.Add(new(words[0].Span, "FROM takes an image and, after AS, a name"));
                return;
            }

            string? stage = named ? operands[2].Text : null;
            Add(operands[0], operands[0].Text, DockerfileUse.Base, stage, platform);
            if (stage is not null)
            {
                stages.Add(stage);
            }
        }

        /// <summary><c>--from</c> and <c>--mount=…,from=…</c> name a stage, by name or number, or an image.</summary>
        private void Sources(IReadOnlyList<DockerfileLines.Word> words)
        {
            foreach (DockerfileLines.Word word in words.Skip(1).TakeWhile(IsFlag))
            {
                string? source = Value(word.Text, "--from=")
                    ?? Value(word.Text, "--mount=")?.Split(',').Select(part => Value(part, "from=")).FirstOrDefault(value => value is not null);
                if (source is not null && !source.All(char.IsAsciiDigit))
                {
                    Add(word, source, DockerfileUse.Source);
                }
            }
        }

        private void Add(DockerfileLines.Word word, string written, DockerfileUse use, string? stage = null, string? platform = null)
        {
            string? name = use == DockerfileUse.Base ? variables.Substitute(written) : written;
            if (name is not null && (stages.Contains(name) || name == "scratch"))
            {
                return;
            }

            _ = ImageReference.TryParse(name, out ImageReference? reference, out string? problem);
            images.Add(new DockerfileImage
            {
                Written = written,
                Span = PlaceOf(word, written),
                Reference = reference,
                Problem = name is null ? $"a variable in '{written}' has no value; give it a default or a build argument" : problem,
                Use = use,
                Stage = stage,
                Platform = platform,
            });
        }

        /// <summary>The image within a flag such as <c>--from=image</c>; the whole word where it is broken over lines.</summary>
        private static SourceSpan PlaceOf(DockerfileLines.Word word, string written)
        {
            int offset = word.Text.IndexOf(written, StringComparison.Ordinal);
            SourceSpan span = word.Span;
            bool oneLine = span.Line == span.EndLine && offset >= 0;
            return oneLine ? span with { Column = span.Column + offset, EndColumn = span.Column + offset + written.Length } : span;
        }

        private static bool IsFlag(DockerfileLines.Word word) => word.Text.StartsWith("--", StringComparison.Ordinal);

        private static string? Value(string text, string prefix) =>
            text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
    }
}
