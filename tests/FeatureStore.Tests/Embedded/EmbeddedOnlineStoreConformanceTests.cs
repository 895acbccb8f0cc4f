using Conformance.OnlineStore;
using FeatureStore.Embedded;
using FeatureStore.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace FeatureStore.Tests.Embedded;

/// <summary>The embedded store, with segments so small that every test also rolls and compacts them.</summary>
public sealed class EmbeddedOnlineStoreConformanceTests : OnlineStoreConformance
{
    private readonly string _directory = Directory.CreateTempSubdirectory("online-").FullName;
    private EmbeddedOnlineStore? _open;

    protected override ValueTask<IOnlineStore> OpenAsync()
    {
        var options = new OnlineStoreOptions { SegmentBytes = 8192, RowCacheBytes = 64 * 1024 };
        _open = EmbeddedOnlineStore.Open(_directory, options, NullLogger.Instance);
        return new(_open);
    }

    protected override async ValueTask<IOnlineStore> ReopenAsync()
    {
        await CloseAsync();
        return await OpenAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await CloseAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private ValueTask CloseAsync() => _open?.DisposeAsync() ?? ValueTask.CompletedTask;
}
