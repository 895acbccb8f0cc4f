using Microsoft.Extensions.Hosting;

namespace FeatureStore.S3;

/// <summary>Keeps a process from starting with a bucket, key or cache folder that it cannot use.</summary>
internal sealed class S3StartCheck(S3OfflineStorage storage) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => storage.CheckAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
