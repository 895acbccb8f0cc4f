using Catalog.Core.Model;
using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Model;

namespace Catalog.Definitions.Binding.Kinds;

internal static class OnDemandFeatureViewBinder
{
    public static Draft Bind(MappingReader reader)
    {
        var header = Header.ReadOwned(reader, DefinitionKind.OnDemandFeatureView);
        FeatureViewBinder.CheckName(reader, header);
        var sources = OnDemandSourceBinder.BindAll(reader);
        var features = OnDemandFeatureBinder.BindAll(reader);
        return new OnDemandFeatureViewDraft
        {
            Id = header.Id,
            Location = header.Name.At,
            Domain = header.Domain,
            Owner = header.Owner,
            View = new OnDemandFeatureView
            {
                Name = header.Name.Value,
                Version = 0,
                Domain = header.DomainName,
                Owner = header.OwnerName,
                Description = header.Description,
                Sources = [.. sources.Views.Select(static view => view.ToModel())],
                Requests = sources.Models,
                Features = [.. features.Select(static feature => feature.Feature)],
                Tags = reader.PlainTexts("tags"),
            },
            Sources = sources.Views,
            Requests = sources.Requests,
            RequestValues = sources.Values,
            Features = features,
        };
    }
}
