using System.Runtime.CompilerServices;
using Catalog.Core.Errors;
using Google.Protobuf.Reflection;

namespace Catalog.Grpc.Tests.Support;

/// <summary>One method of each kind. Texts that begin with an exclamation mark ask for a failure.</summary>
internal sealed class EchoService : IGrpcService
{
    private static readonly GrpcMarshaller<Text> Texts = GrpcMarshallers.Of(Text.Parser);

    /// <summary>Calls that were told to stop.</summary>
    internal TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal int Read { get; private set; }

    public ServiceDescriptor Descriptor => EchoReflection.Descriptor.Services[0];

    public IReadOnlyList<GrpcMethod> Methods =>
    [
        GrpcMethod.Unary("/catalog.test.Echo/Unary", Texts, Texts, AnswerAsync),
        GrpcMethod.ServerStreaming("/catalog.test.Echo/Repeat", Texts, Texts, RepeatAsync),
        GrpcMethod.ClientStreaming("/catalog.test.Echo/Join", Texts, Texts, JoinAsync),
        GrpcMethod.Duplex("/catalog.test.Echo/Chat", Texts, Texts, (texts, call) => ChatAsync(texts, call.CancellationToken)),
        GrpcMethod.DuplexOfStreams("/catalog.test.Echo/Measure", Texts, MeasureAsync),
    ];

    private async ValueTask<Text> AnswerAsync(Text request, GrpcCall call)
    {
        switch (request.Value)
        {
            case "!refused":
                throw new RefusedException("The value '!refused' is no text. Send one — a plain one: 100 %.");
            case "!status":
                throw new GrpcException(GrpcStatusCode.AlreadyExists, "It is there.");
            case "!broken":
                throw new InvalidOperationException("secret");
            case "!wait":
                await WaitAsync(call.CancellationToken);
                break;
            case "!metadata":
                call.AddTrailer("seen", call.FindMetadata("who") ?? string.Empty);
                break;
        }

        return request;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Stopped.TrySetResult();
        }
    }

    private async IAsyncEnumerable<Text> RepeatAsync(Text request, GrpcCall call)
    {
        for (var i = 0; i < request.Count; i++)
        {
            yield return new Text { Value = request.Value, Count = i };
        }

        if (request.Value == "!late")
        {
            throw new RefusedException("Enough.");
        }

        if (request.Value == "!wait")
        {
            await WaitAsync(call.CancellationToken);
        }
    }

    private async ValueTask<Text> JoinAsync(IAsyncEnumerable<Text> texts, GrpcCall call)
    {
        var joined = new List<string>();
        await foreach (var text in texts)
        {
            if (text.Value == "!stop")
            {
                return new Text { Value = "stopped", Count = joined.Count };
            }

            joined.Add(text.Value);
            Read++;
        }

        return new Text { Value = string.Concat(joined), Count = joined.Count };
    }

    private static async IAsyncEnumerable<Text> ChatAsync(IAsyncEnumerable<Text> texts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var text in texts.WithCancellation(cancellationToken))
        {
            yield return new Text { Value = text.Value.ToUpperInvariant() };
        }
    }

    /// <summary>How many bytes each message has; of one that begins with an exclamation mark no more than that is read.</summary>
    private static async IAsyncEnumerable<Text> MeasureAsync(IAsyncEnumerable<Stream> messages, GrpcCall call)
    {
        await foreach (var message in messages.WithCancellation(call.CancellationToken))
        {
            var first = new byte[1];
            var count = await message.ReadAsync(first, call.CancellationToken);
            if (first[0] == '!')
            {
                yield return new Text { Count = -1 };
                continue;
            }

            var piece = new byte[10_000];
            for (var read = count; read > 0; count += read)
            {
                read = await message.ReadAsync(piece, call.CancellationToken);
            }

            yield return new Text { Count = count };
        }
    }

    private sealed class RefusedException(string message) : CatalogException("echo-refused", ErrorCategory.InvalidArgument, message);
}
