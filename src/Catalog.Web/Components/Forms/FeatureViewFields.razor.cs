using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Web.Drafts;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using Ingestion.Model;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Forms;

public sealed partial class FeatureViewFields
{
    private const int MostOffers = 8;

    private static readonly string[] Ages = ["1d", "7d", "30d", "90d", "365d"];

    private static readonly Choice[] NullPolicies = [new("newest", "counts as the value (newest)"), new("newest_non_null", "is passed over (newest_non_null)")];

    private FeatureEntries? _rows;

    [Parameter, EditorRequired]
    public DraftSession Session { get; set; } = null!; // Set by whoever uses it, as EditorRequired says.

    private FeatureEntries Rows => _rows ??= new FeatureEntries(Session);

    private string Domain => Session.Draft.Value("domain");

    private Source? Source => Rows.Source;

    private int RowsWithErrors => Enumerable.Range(0, Rows.Count)
        .Count(index => Session.FindingsBelow(FeatureEntries.PathOf(index)).Any(static finding => finding.Severity == FindingSeverity.Error));

    private string EntityHelp
    {
        get
        {
            var entities = (Session.Draft.Outline?.Texts("entities") ?? []).Select(name => Session.Catalogue.FindModel<Entity>(DefinitionKind.Entity, name)).OfType<Entity>().ToList();
            return entities.Count == 0
                ? "Without one the view has one row in all."
                : string.Join(" ", entities.Select(static entity => $"{entity.Type}{(entity.Description is { } words ? $": {words}" : ".")}"));
        }
    }

    private string? TimeHelp
    {
        get
        {
            var name = Session.Draft.Value("timestamp") is { Length: > 0 } chosen ? chosen : Source?.TimestampColumn;
            return Source?.Columns.FirstOrDefault(column => column.Name == name) is not { } column
                ? null
                : $"Without an offset it is read as {column.Zone ?? "UTC"}.";
        }
    }

    private string AgeHelp => Session.Draft.Value("ttl") is { Length: > 0 } text && Duration.TryParse(text, out var age) && age > TimeSpan.Zero
        ? $"A value is given for {Durations.Words(age)} after its event time."
        : "A value is given for ever.";
}
