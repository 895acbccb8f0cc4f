using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Plans;

/// <summary>Writes what is wrong with definitions, as compilers do: <c>file:line:column: error rule: message</c>, then where in the document and what to do.</summary>
internal static class FindingReport
{
    internal static void Write(IAnsiConsole console, IReadOnlyList<FindingAnswer> findings, string path)
    {
        foreach (var finding in findings)
        {
            var file = DefinitionPath.PathFromHere(path, finding.File);
            var place = finding.Line > 0 ? $"{file}:{finding.Line}:{finding.Column}" : file;
            console.Write(new Text(place + ": "));
            console.Write(new Text(finding.Severity, new Style(finding.Severity == "error" ? Color.Red : Color.Yellow)));
            console.WriteLine($" {finding.Rule}: {finding.Message}");
            if (finding.Path.Length > 0)
            {
                console.WriteLine($"    at {finding.Path}");
            }

            if (!string.IsNullOrEmpty(finding.Fix))
            {
                console.WriteLine($"    fix: {finding.Fix}");
            }
        }
    }
}
