using Microsoft.Extensions.Hosting;

namespace FeatureStore.S3;

/// <summary>Keeps a process from starting with a bucket, key or cache folder that it cannot use. It comes before everything that starts with the host, since some of that lists or deletes files.</summary>
internal sealed class S3StartCheck(S3OfflineStorage storage) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => storage.CheckAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
