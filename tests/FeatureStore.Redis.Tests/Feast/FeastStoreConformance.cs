using Catalog.Core.Values;
using Conformance;
using Conformance.OnlineStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Redis.Feast;
using FeatureStore.Redis.Tests.Servers;
using FeatureStore.Rows;

namespace FeatureStore.Redis.Tests.Feast;

/// <summary>The store in Feast's layout, each test in a project of its own.</summary>
public abstract class FeastStoreConformance : OnlineStoreConformance
{
    private readonly string _project = $"t-{Guid.CreateVersion7():N}";
    private RedisConnection? _connection;

    /// <summary>Where the servers are.</summary>
    protected abstract Task<string> ConnectAsync();

    /// <summary>The store under test, over one that is open.</summary>
    protected virtual IOnlineStore Wrap(IOnlineStore store) => store;

    /// <summary>The views that are defined.</summary>
    protected virtual IFeatureRegistry Registry { get; } = new FakeFeatureRegistry();

    protected override async ValueTask<IOnlineStore> OpenAsync()
    {
        var options = new RedisOnlineStoreOptions { ConnectionString = await ConnectAsync(), Project = _project, Timeout = TimeSpan.FromMinutes(1) };
        _connection = new RedisConnection(options);
        return Wrap(new FeastOnlineStore(_connection, options, Registry));
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
        GC.SuppressFinalize(this);
    }

    private ValueTask CloseAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>One server, and views of which Feast's layout has nothing.</summary>
public sealed class FeastUnknownViewsConformanceTests(SharedServers servers) : FeastStoreConformance
{
    protected override Task<string> ConnectAsync() => servers.SingleAsync();
}

/// <summary>One server, and views that stand in Feast's layout as well.</summary>
public sealed class FeastConformanceTests(SharedServers servers) : FeastStoreConformance
{
    protected override Task<string> ConnectAsync() => servers.SingleAsync();

    protected override IFeatureRegistry Registry { get; } = new AnyView();

    protected override IOnlineStore Wrap(IOnlineStore store) => new VersionedStore(store);
}

/// <summary>A cluster of three, where keys of one batch lie on different nodes.</summary>
public sealed class FeastClusterConformanceTests(SharedServers servers) : FeastStoreConformance
{
    protected override Task<string> ConnectAsync() => servers.ClusterAsync();

    protected override IFeatureRegistry Registry { get; } = new AnyView();

    protected override IOnlineStore Wrap(IOnlineStore store) => new VersionedStore(store);
}

/// <summary>Any name is that of a view of one text; asked without a version there is none, so that a deleted view counts as gone.</summary>
internal sealed class AnyView : IFeatureRegistry
{
    public IReadOnlyList<FeatureView> Views => [];

    public IReadOnlyList<OnDemandFeatureView> OnDemandViews => [];

    public IReadOnlyList<FeatureService> Services => [];

    public IReadOnlyList<Entity> Entities => [];

    public long Stamp => 0;

    public FeatureView? FindView(string name, int? version = null) => version is null ? null : new()
    {
        Name = name, Version = version.Value, Domain = "d", Owner = "o", Source = "s", TimestampColumn = "t", Entities = [],
        Features = [new Feature { Name = "f", Type = new DataType(ScalarType.String), From = "f" }],
    };

    public OnDemandFeatureView? FindOnDemandView(string name, int? version = null) => null;

    public FeatureService? FindService(string name) => null;
}

/// <summary>Gives the names of the suite a version.</summary>
internal sealed class VersionedStore(IOnlineStore inner) : IOnlineStore
{
    public ValueTask<int> WriteAsync(IReadOnlyList<OnlineWrite> rows, CancellationToken cancellationToken)
        => inner.WriteAsync([.. rows.Select(static row => row with { View = Versioned(row.View) })], cancellationToken);

    public ValueTask ReadAsync(IReadOnlyList<EntityKey> keys, IReadOnlyList<string> views, Memory<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken)
        => inner.ReadAsync(keys, [.. views.Select(Versioned)], rows, cancellationToken);

    public IAsyncEnumerable<StoredOnlineRow> ScanAsync(string view, CancellationToken cancellationToken) => inner.ScanAsync(Versioned(view), cancellationToken);

    public ValueTask DeleteViewAsync(string view, CancellationToken cancellationToken) => inner.DeleteViewAsync(Versioned(view), cancellationToken);

    public ValueTask DeleteKeyAsync(EntityKey key, CancellationToken cancellationToken) => inner.DeleteKeyAsync(key, cancellationToken);

    public ValueTask<long> CountAsync(string view, CancellationToken cancellationToken) => inner.CountAsync(Versioned(view), cancellationToken);

    private static string Versioned(string view) => view.Length == 0 ? view : view + "@1";
}
