using Catalog.Cli.Output;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Plans;

/// <summary>Writes one definition and its versions, for people.</summary>
internal static class DefinitionReport
{
    internal static void Write(IAnsiConsole console, DefinitionDetailAnswer detail)
    {
        var definition = detail.Definition;
        new FactSheet()
            .Add("Kind", definition.Kind)
            .Add("Name", definition.Name)
            .Add("Domain", definition.Domain)
            .Add("Owner", definition.Owner)
            .Add("Version", Numbers.Count(definition.Number))
            .Add("Rows of version", definition.ModelVersion > 0 ? Numbers.Count(definition.ModelVersion) : null)
            .Add("Changed", $"{ShownTime.Of(definition.ChangedAt)} by {definition.Author}, revision {Numbers.Count(definition.Revision)}")
            .Add("Message", definition.Message)
            .Add("File", definition.Path)
            .Add("Uses", Names(detail.Uses))
            .Add("Used by", Names(detail.UsedBy))
            .WriteTo(console);
        console.WriteLine();
        console.WriteLine(detail.Text.TrimEnd('\n'));
    }

    internal static void WriteVersions(IAnsiConsole console, VersionPageAnswer page)
    {
        var listing = new Listing("Version#", "Revision#", "Changed", "By", "What", "Message~");
        foreach (var version in page.Items)
        {
            listing.Row(
                Numbers.Count(version.Number), Numbers.Count(version.Revision), ShownTime.Of(version.ChangedAt), version.Author, version.IsRemoved ? "removed" : "applied", version.Message);
        }

        listing.WriteTo(console, "There is no version.");
        if (page.Next is not null)
        {
            console.WriteLine("There are older ones.");
        }
    }

    private static string Names(IReadOnlyList<DefinitionName> names) => string.Join(", ", names.Select(static name => $"{name.Kind}/{name.Name}"));
}
