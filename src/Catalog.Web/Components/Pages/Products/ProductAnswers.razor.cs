using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using Catalog.Web.Queries.Quarantine;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Products;

public partial class ProductAnswers
{
    private const int MostReaders = 3;
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    private (string Head, string Tail) _what;

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Parameter, EditorRequired]
    public ProductFacts Facts { get; set; } = null!; // Required.

    [Parameter, EditorRequired]
    public DefinitionSet Definitions { get; set; } = DefinitionSet.Empty;

    private string Freshness => Facts.NewestEvent is { } newest
        ? $"{Facts.Freshness}, newest event {Times.Relative(newest, Instant.Now(Clock))}."
        : "No event has reached it yet.";

    private IEnumerable<string> Ways
    {
        get
        {
            var ways = new List<string>();
            if (Facts.Ports.Any(static port => port.IsOnline))
            {
                ways.Add("lookup");
            }

            if (Facts.Ports.Any(static port => port.IsOffline))
            {
                ways.Add("training set");
            }

            if (Facts.Ports.Any(static port => port.Source is not null))
            {
                ways.Add("events");
            }

            return ways.Count == 0 ? ["Nothing is served yet"] : ways.Select(static (way, i) => i == 0 ? Lifecycles.WordOf(way) : way);
        }
    }

    private string Speed => LatencyWords.SentenceOf([.. Facts.Ports.SelectMany(static port => port.Views).DistinctBy(static view => view.View.Name).Select(static view => view.Lookups)]);

    private string Use
    {
        get
        {
            var parts = new List<string>();
            var services = Facts.Readers.Count(static reader => reader.Id.Kind == DefinitionKind.FeatureService);
            if (services > 0)
            {
                parts.Add(Numbers.Count(services, "service"));
            }

            if (Facts.Readers.Count > services)
            {
                parts.Add(Numbers.Count(Facts.Readers.Count - services, "product"));
            }

            if (Facts.TrainingSets.Count > 0)
            {
                parts.Add(Numbers.Count(Facts.TrainingSets.Count, "training set"));
            }

            return parts.Count == 0 ? "Nobody yet" : string.Join(", ", parts);
        }
    }

    // Of the source that has most of them.
    private string QuarantineHref => QuarantineAddress.HrefOf(Facts.Sources.MaxBy(static source => source.OpenQuarantined)?.Source.Name ?? string.Empty);

    private int RecentChanges => Facts.Changes.Count(definition => definition.Number > 1 && IsRecent(definition));

    private Status ChangeStatus => Facts.Product.Status is "deprecated" or "retired" || RecentChanges > 0 ? Status.Late : Status.Fresh;

    private string ChangeWords => Facts.Product.Status switch
    {
        "deprecated" => "It is being closed",
        "retired" => "It is retired",
        _ when RecentChanges > 0 => $"{Numbers.Count(RecentChanges, "part")} changed in 7 days",
        _ when IsRecent(Facts.Definition) => "It is new",
        _ => "Nothing in 7 days",
    };

    private bool IsRecent(Definition definition) => Instant.Now(Clock) - definition.ChangedAt < Recent;

    protected override void OnParametersSet() => _what = Phrases.Split(Facts.Product.Description ?? string.Empty);
}
