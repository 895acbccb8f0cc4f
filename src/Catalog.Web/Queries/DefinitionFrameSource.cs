using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Web.ViewModels;

namespace Catalog.Web.Queries;

/// <summary>Counts the definitions for the sidebar.</summary>
internal sealed class DefinitionFrameSource(DefinitionRegistry registry) : IFrameSource
{
    private static readonly (FrameEntry Entry, DefinitionKind Kind)[] Counted =
    [
        (FrameEntry.Products, DefinitionKind.DataProduct),
        (FrameEntry.Views, DefinitionKind.FeatureView),
        (FrameEntry.Sources, DefinitionKind.Source),
        (FrameEntry.Contracts, DefinitionKind.Contract),
    ];

    public ValueTask<FrameFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var definitions = registry.Current.Definitions;
        return new(new FrameFacts
        {
            Counts = Counted.ToDictionary(
                static counted => counted.Entry, counted => new FrameCount(definitions.Count(definition => definition.Id.Kind == counted.Kind))),
        });
    }
}
