using Catalog.Grpc;
using FeatureStore.Ports;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Pushes;
using PushRequest = Catalog.Feast.Messages.Listening.PushRequest;

namespace Catalog.Feast.Serving;

/// <summary>Where pushed messages go, and what they say. Thread-safe.</summary>
internal sealed class FeastPushes(ISourceRegistry sources, IFeatureRegistry views)
{
    /// <summary>The source and the stores that a message names.</summary>
    /// <exception cref="GrpcException">There is no such source.</exception>
    internal (Source Source, EventTargets Targets) TargetOf(PushRequest request)
    {
        // Feast answers so, and not that something is not found.
        var source = sources.FindSource(request.StreamFeatureView)
            ?? throw new GrpcException(GrpcStatusCode.InvalidArgument, $"Unable to find push source '{request.StreamFeatureView}'. Name a source of the catalogue in 'stream_feature_view'.");
        return (source, FeastPush.TargetsOf(request.To.Length == 0 ? null : request.To));
    }

    /// <summary>The row of a message as a JSON line, without its end.</summary>
    /// <exception cref="GrpcException">It has both kinds of columns, or a value without a counterpart.</exception>
    /// <exception cref="Ingestion.IngestionException">It lacks the event time or a join key.</exception>
    internal byte[] LineOf(PushRequest request, Source source)
    {
        FeastPush.Check(PushedRow.ColumnsOf(request.Features, request.TypedFeatures), "the request", source, views.Views);
        return PushedRow.Write(request.Features, request.TypedFeatures, source);
    }
}
