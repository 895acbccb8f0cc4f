using System.Text.Json.Nodes;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Runs;

/// <summary>Writes how far the writers of views are, for people.</summary>
internal static class ViewReport
{
    internal static void Write(IAnsiConsole console, JsonNode views)
    {
        var answers = views.To<ViewAnswer[]>();
        var listing = new Listing("View", "Version#", "Answering#", "Source~", "Writer", "Behind#", "Without row#", "Newest event time");
        foreach (var view in answers)
        {
            listing.Row(
                view.Name, Numbers.Count(view.Version), Numbers.Count(view.AnsweringVersion), view.Source, view.State, Numbers.Count(view.Lag), Numbers.Count(view.Skipped), ShownTime.Of(view.NewestEventTime));
        }

        listing.WriteTo(console, "There is no feature view.");
        foreach (var view in answers.Where(static view => view.Error is not null))
        {
            console.WriteLine($"{view.Name}: {view.Error}");
        }
    }
}
