using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using FeatureStore.Model;
using FeatureStore.OnDemand;

namespace Catalog.Web.Queries;

/// <summary>One input of an on-demand view.</summary>
/// <param name="Name">Name of the feature or request value.</param>
/// <param name="Type">Its type.</param>
/// <param name="Source">Name by which expressions call its view or request.</param>
/// <param name="Href">The page of the feature; null for a request value.</param>
/// <param name="Readers">Names of the features that read it.</param>
/// <param name="Description">Its meaning; null when absent.</param>
public sealed record OnDemandInputLine(string Name, DataType Type, string Source, string? Href, IReadOnlyList<string> Readers, string? Description)
{
    /// <summary>The inputs in the order of the sources.</summary>
    public static IReadOnlyList<OnDemandInputLine> Of(DefinitionSet definitions, OnDemandFeatureView view)
    {
        var plan = OnDemandPlan.Of(view, name => definitions.FindView(name));
        return [.. plan.Inputs.Select((input, place) => Of(definitions, view, input, [.. plan.Features.Where(feature => feature.Reads.Contains(place)).Select(static feature => feature.Name)]))];
    }

    private static OnDemandInputLine Of(DefinitionSet definitions, OnDemandFeatureView view, OnDemandInput input, IReadOnlyList<string> readers)
    {
        if (input.Place is { } place && definitions.FindView(view.Sources[place].View) is { } read)
        {
            var href = $"{DefinitionKinds.HrefOf(DefinitionKind.FeatureView, read.Name, read.Domain)}?feature={Uri.EscapeDataString(input.Name)}";
            var feature = read.Features.FirstOrDefault(feature => feature.Name == input.Name);
            return new OnDemandInputLine(input.Name, input.Type, input.Source, href, readers, feature is null ? null : FeatureRows.MeaningOf(feature));
        }

        var value = view.Requests.SelectMany(static request => request.Schema).FirstOrDefault(value => value.Name == input.Name);
        return new OnDemandInputLine(input.Name, input.Type, input.Source, null, readers, value?.Description);
    }
}
