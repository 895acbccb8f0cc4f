using System.Buffers;
using System.IO.Pipelines;
using Catalog.Feast.Messages.Pushing;
using Catalog.Grpc;
using Google.Protobuf.Reflection;
using Ingestion.Model;
using Ingestion.Pushes;
using PushRequest = Catalog.Feast.Messages.Listening.PushRequest;

namespace Catalog.Feast.Serving;

/// <summary><c>catalog.v1.PushService</c>: pushes of many rows by one stream, which Feast has no method for.</summary>
internal sealed class PushStreams(PushService pushes, FeastPushes messages) : IGrpcService
{
    /// <summary>Metadata that names the push, so that sending it again appends nothing.</summary>
    internal const string KeyName = "idempotency-key";

    private const int FlushBytes = 64 * 1024;

    public ServiceDescriptor Descriptor => PushesReflection.Descriptor.Services[0];

    public IReadOnlyList<GrpcMethod> Methods =>
        [GrpcMethod.ClientStreaming($"/{Descriptor.FullName}/PushStream", GrpcMarshallers.Of(PushRequest.Parser), GrpcMarshallers.Of(PushSummary.Parser), PushAsync)];

    private async ValueTask<PushSummary> PushAsync(IAsyncEnumerable<PushRequest> requests, GrpcCall call)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        var rows = requests.GetAsyncEnumerator(ending.Token);
        await using var closing = rows.ConfigureAwait(false);
        if (!await rows.MoveNextAsync().ConfigureAwait(false))
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "The stream ended without a row. Name a source of the catalogue in 'stream_feature_view' of the first message, and give it columns.");
        }

        var (first, (source, targets)) = (rows.Current, messages.TargetOf(rows.Current));
        var pipe = new Pipe();
        var writing = WriteAsync(rows, first, source, pipe.Writer, ending.Token);
        try
        {
            var key = call.FindMetadata(KeyName);
            var push = new Ingestion.Pushes.PushRequest { Source = source.Name, Content = pipe.Reader.AsStream(leaveOpen: true), Targets = targets, IdempotencyKey = string.IsNullOrEmpty(key) ? null : key };
            return SummaryOf(await pushes.PushAsync(push, call.CancellationToken).ConfigureAwait(false));
        }
        finally
        {
            // The push may have been refused while the caller still sends.
            await ending.CancelAsync().ConfigureAwait(false);
            await pipe.Reader.CompleteAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
        }
    }

    /// <summary>Writes the rows as JSON lines. What goes wrong reaches whoever reads them, so that nothing is appended.</summary>
    private async Task WriteAsync(IAsyncEnumerator<PushRequest> rows, PushRequest first, Source source, PipeWriter writer, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            var isOpen = true;
            for (var row = first; isOpen; row = rows.Current)
            {
                CheckSame(row, first);
                writer.Write(messages.LineOf(row, source));
                writer.Write("\n"u8);
                isOpen = !(writer.UnflushedBytes >= FlushBytes && (await writer.FlushAsync(cancellationToken).ConfigureAwait(false)).IsCompleted) && await rows.MoveNextAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not AccessViolationException)
        {
            failure = exception;
        }

        await writer.CompleteAsync(failure).ConfigureAwait(false);
    }

    private static void CheckSame(PushRequest row, PushRequest first)
    {
        if (row.StreamFeatureView.Length > 0 && row.StreamFeatureView != first.StreamFeatureView)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"A stream goes to one source: the first row names '{first.StreamFeatureView}', another one '{row.StreamFeatureView}'. Send it by a stream of its own.");
        }

        if (row.To.Length > 0 && row.To != first.To)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"The rows of a stream go to the same stores: the first names '{first.To}', another one '{row.To}'. Send it by a stream of its own.");
        }
    }

    private static PushSummary SummaryOf(PushResult result) => new()
    {
        RunId = result.RunId.ToString(),
        Read = result.Read,
        Accepted = result.Accepted,
        Quarantined = result.Quarantined,
        Duplicate = result.Duplicate,
        ByRule = { result.ByRule.ToDictionary() },
        Warnings = { result.Warnings.ToDictionary() },
    };
}
