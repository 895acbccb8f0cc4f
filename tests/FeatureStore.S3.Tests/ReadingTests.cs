using Conformance.Offline;
using Conformance.Proof;
using FeatureStore.Ports;

namespace FeatureStore.S3.Tests;

public sealed class KeyHistoryOnS3Tests(SharedSwift shared) : KeyHistoryConformance
{
    private readonly TwoProcesses _processes = new(shared);

    protected override ValueTask<(IOfflineFiles Files, IKeyHistory Reader)> OpenAsync() => _processes.OpenAsync<IKeyHistory>();

    public override async ValueTask DisposeAsync()
    {
        await _processes.DisposeAsync();
        await base.DisposeAsync();
    }
}

public sealed class PastRowsOnS3Tests(SharedSwift shared) : PastRowsConformance
{
    private readonly TwoProcesses _processes = new(shared);

    protected override ValueTask<(IOfflineFiles Files, IPastRows Reader)> OpenAsync() => _processes.OpenAsync<IPastRows>();

    public override async ValueTask DisposeAsync()
    {
        await _processes.DisposeAsync();
        await base.DisposeAsync();
    }
}

public sealed class ProofEngineOnS3Tests(SharedSwift shared) : ProofEngineConformance
{
    private readonly TwoProcesses _processes = new(shared);

    protected override ValueTask<(IOfflineFiles Files, IProofEngine Reader)> OpenAsync() => _processes.OpenAsync<IProofEngine>();

    public override async ValueTask DisposeAsync()
    {
        await _processes.DisposeAsync();
        await base.DisposeAsync();
    }
}

/// <summary>One process that writes and one that reads, with nothing in common but a bucket.</summary>
internal sealed class TwoProcesses(SharedSwift shared) : IAsyncDisposable
{
    private S3Process? _writer;
    private S3Process? _reader;

    internal async ValueTask<(IOfflineFiles Files, TReader Reader)> OpenAsync<TReader>()
        where TReader : notnull
    {
        var options = await shared.NewBucketAsync(string.Empty);
        (_writer, _reader) = (new S3Process(options), new S3Process(options));
        return (_writer.Files, _reader.Get<TReader>());
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null && _reader is not null)
        {
            await _writer.DisposeAsync();
            await _reader.DisposeAsync();
        }
    }
}
