using Conformance.Offline;
using FeatureStore.DuckDb.Offline;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Ports;
using Microsoft.Extensions.Options;

namespace FeatureStore.DuckDb.Tests.Offline;

public sealed class LocalOfflineStorageTests : OfflineStorageConformance
{
    private readonly TempDirectory _directory = new();

    protected override ValueTask<IOfflineStorage> OpenStorageAsync() => new(new LocalOfflineStorage(Options.Create(new DuckDbOptions { RootDirectory = _directory.File("offline") })));

    protected override ValueTask<IOfflineStorage> OpenElsewhereAsync() => OpenStorageAsync();

    public override ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return base.DisposeAsync();
    }
}
