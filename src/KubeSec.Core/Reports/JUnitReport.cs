using System.Globalization;
using System.Text;
using System.Xml;
using KubeSec.Findings;
using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>JUnit XML: one suite per file, one case per finding; a finding that counts is a failure, a suppressed one is skipped.</summary>
internal sealed class JUnitReport : Report
{
    public override void Write(GateResult result, TextWriter output, ReportOptions options)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "kubesec");
            WriteVerdict(xml, result);
            foreach (IGrouping<string, Finding> file in result.Findings.GroupBy(finding => finding.Span.File, StringComparer.Ordinal))
            {
                WriteFile(xml, file.Key, [.. file], result);
            }

            xml.WriteEndElement();
        }

        output.Write($"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n");
    }

    /// <summary>The verdict is a case of its own: it passes where no finding does, and errs where something could not be judged.</summary>
    private static void WriteVerdict(XmlWriter xml, GateResult result)
    {
        GateReason[] undecided = [.. result.Reasons.Where(reason => reason.Kind != GateReasonKind.Findings)];
        WriteSuite(xml, "verdict", 1, failures: 0, errors: undecided.Length > 0 ? 1 : 0, skipped: 0);
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", "kubesec");
        xml.WriteAttributeString("name", "everything could be judged");
        if (undecided.Length > 0)
        {
            xml.WriteStartElement("error");
            xml.WriteAttributeString("message", Valid(string.Join("; ", undecided.Select(reason => reason.Message))));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteFile(XmlWriter xml, string file, Finding[] findings, GateResult result)
    {
        WriteSuite(xml, file, findings.Length, findings.Count(result.Counts), 0, findings.Count(finding => finding.Suppression is not null));
        foreach (Finding finding in findings)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Valid(file));
            xml.WriteAttributeString("name", Valid($"{finding.Rule.Code} {finding.Rule.Name}: {finding.Resource?.ToString() ?? file} ({Place(finding)})"));
            if (finding.Suppression is { } suppression)
            {
                xml.WriteStartElement("skipped");
                xml.WriteAttributeString("message", Valid(suppression.Reason));
                xml.WriteEndElement();
            }
            else
            {
                WriteOutcome(xml, finding, result);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteOutcome(XmlWriter xml, Finding finding, GateResult result)
    {
        bool counts = result.Counts(finding);
        xml.WriteStartElement(counts ? "failure" : "system-out");
        if (counts)
        {
            xml.WriteAttributeString("type", Words.Of(finding.Severity));
            xml.WriteAttributeString("message", Valid(finding.Message));
        }

        xml.WriteString(Valid($"{finding.Span}: {Words.Of(finding.Severity)}: {finding.Message}\n{finding.Rule.Why}\n{finding.Rule.Remedy}\n"));
        xml.WriteEndElement();
    }

    private static void WriteSuite(XmlWriter xml, string name, int tests, int failures, int errors, int skipped)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Valid(name));
        xml.WriteAttributeString("tests", Number(tests));
        xml.WriteAttributeString("failures", Number(failures));
        xml.WriteAttributeString("errors", Number(errors));
        xml.WriteAttributeString("skipped", Number(skipped));
    }

    private static string Place(Finding finding) => FormattableString.Invariant($"{finding.Span.Line}:{finding.Span.Column}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Without the characters that XML 1.0 has no way to write (section 2.2).</summary>
    private static string Valid(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and not 0xFFFE and not 0xFFFF) ? rune.ToString() : "\uFFFD"));
}
