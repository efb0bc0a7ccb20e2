namespace KubeSec.Gate;

/// <summary>The smallest change of one file that meets lessons its containers do not meet.</summary>
/// <param name="File">The file.</param>
/// <param name="Controls">What the change brings, as <c>CODE for Kind namespace/name container</c>.</param>
/// <param name="Diff">The change as <c>diff -u</c> writes it: <c>patch -p1</c> and <c>git apply</c> take it.</param>
public sealed record LessonPatch(string File, IReadOnlyList<string> Controls, string Diff);
