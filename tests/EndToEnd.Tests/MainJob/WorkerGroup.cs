using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.MainJob;

/// <summary>Processes with folders of their own over the same engines and the same offline files.</summary>
internal sealed class WorkerGroup(Dictionary<string, string> settings) : IDisposable
{
    private readonly TemporaryDirectory _root = new();
    private int _folders;

    internal string OfflineDirectory => Path.Combine(_root.Path, "offline");

    internal string NewFolder() => Directory.CreateDirectory(Path.Combine(_root.Path, $"process-{_folders++}")).FullName;

    internal Dictionary<string, string> SettingsOf() => SharedShop.Merge(settings, new() { ["FeatureStore__DuckDb__RootDirectory"] = OfflineDirectory });

    internal Dictionary<string, string> SettingsOf(string role) => SharedShop.Merge(SettingsOf(), new() { ["Catalog__Roles__0"] = role });

    internal Task<CatalogProcess> StartWorkerAsync() => CatalogProcess.StartAsync(NewFolder(), samples: false, TestContext.Current.CancellationToken, SettingsOf("work"));

    public void Dispose() => _root.Dispose();
}
