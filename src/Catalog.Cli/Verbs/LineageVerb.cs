using System.CommandLine;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Core.Events;
using Lineage.Marquez;
using Spectre.Console;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog lineage NODE</c>.</summary>
internal sealed class LineageVerb : Verb
{
    private readonly Argument<string> _node = new("node")
    {
        Description = "source/NAME, view/NAME, service/NAME or training-set/NAME, or a node id such as dataset:NAMESPACE:NAME.",
        HelpName = "NODE",
    };

    private readonly Option<long?> _depth = FlagValues.Count("--depth", "How many steps are followed. Default: 20.", "N", least: 0, most: 100);

    internal LineageVerb()
        : base("lineage", "Show what a dataset or job comes from and what depends on it.")
    {
        Arguments.Add(_node);
        Options.Add(_depth);
    }

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var node = context.Value(_node)!; // The argument is required.
        var id = node.Contains(':', StringComparison.Ordinal) ? node : $"dataset:{DatasetRef.Own}:{node}";
        var route = new Query("api/v1/lineage").Add("nodeId", id).Add("depth", context.Value(_depth) ?? 20);
        var graph = await context.Api.GetAsync(route.ToString(), cancellationToken);
        context.Output.Show(graph, console =>
        {
            var listing = new Listing("From", "To");
            foreach (var edge in Edges(graph))
            {
                listing.Row(Short(edge.Origin), Short(edge.Destination));
            }

            listing.WriteTo(console, $"Nothing is known to come before or after '{node}'.");
            if (graph["truncatedBy"] is { } reason)
            {
                console.WriteLine($"Cut off by {reason}; --depth shows more steps.");
            }
        });
        return ExitCode.Done;
    }

    private static IEnumerable<MarquezEdge> Edges(JsonNode graph) =>
        (graph["graph"]?.AsArray() ?? []).SelectMany(static node => node!["outEdges"]!.To<MarquezEdge[]>()).Distinct(); // Marquez' nodes always have both.

    private static string Short(string id) => id.Replace($":{DatasetRef.Own}:", ":", StringComparison.Ordinal);
}
