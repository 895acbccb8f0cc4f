using System.Text;
using Catalog.Core.Values;
using FeatureStore.Model;
using Google.Protobuf;
using Proto = Catalog.Feast.Messages.Core;

namespace Catalog.Feast.Registry;

/// <summary>On-demand views in Feast's shape.</summary>
internal static class OnDemandMessages
{
    // Feast's Python client unpickles a function and never calls it, since lookups and training sets are computed by the server. This is "dict", by name.
    private static readonly ByteString Body = ByteString.CopyFrom("\u0080\u0003cbuiltins\ndict\n.", Encoding.Latin1);

    private const string Mode = "python";
    private const string Newest = "latest";

    /// <param name="view">The view.</param>
    /// <param name="find">Finds a feature view.</param>
    /// <param name="project">The project.</param>
    /// <param name="changed">When it was applied.</param>
    internal static Proto.OnDemandFeatureView Of(OnDemandFeatureView view, Func<string, FeatureView?> find, string project, Instant changed)
    {
        var spec = new Proto.OnDemandFeatureViewSpec
        {
            Name = view.Name,
            Project = project,
            Description = view.Description ?? string.Empty,
            Owner = view.Owner,
            Mode = Mode,
            Version = Newest,
            FeatureTransformation = new Proto.FeatureTransformationV2
            {
                UserDefinedFunction = new Proto.UserDefinedFunctionV2 { Name = view.Name, Mode = Mode, Body = Body, BodyText = TextOf(view) },
            },
        };
        foreach (var source in view.Sources)
        {
            spec.Sources[source.Alias ?? source.View] = new Proto.OnDemandSource { FeatureViewProjection = ProjectionMessages.Of(source, find(source.View), null) };
        }

        foreach (var request in view.Requests)
        {
            spec.Sources[request.Name] = new Proto.OnDemandSource { RequestDataSource = SourceMessages.Of(request) };
        }

        spec.Features.AddRange(view.Features.Select(Of));
        CommonMessages.AddTo(spec.Tags, view.Tags, view.Domain);
        return new Proto.OnDemandFeatureView
        {
            Spec = spec,
            Meta = new Proto.OnDemandFeatureViewMeta { LastUpdatedTimestamp = CommonMessages.TimeOf(changed), CurrentVersionNumber = view.Version, State = Proto.FeatureViewState.AvailableOnline },
        };
    }

    internal static Proto.FeatureSpecV2 Of(OnDemandFeature feature)
    {
        var column = CommonMessages.Column(feature.Name, feature.Type, feature.Description);
        CommonMessages.AddTo(column.Tags, feature.Tags);
        return column;
    }

    /// <summary>What a client shows as the source code: a line for each feature.</summary>
    private static string TextOf(OnDemandFeatureView view)
        => string.Join('\n', view.Features.Select(static feature => $"{feature.Name} = {feature.Expression ?? feature.From}"));
}
