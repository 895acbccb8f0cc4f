using System.Text.Json;

namespace Catalog.Client;

/// <summary>Sends an entity frame to have a training set built.</summary>
internal static class DatasetCreation
{
    /// <summary>One without a name is removed when its job is disposed. Should this process be killed before, the server removes it so long after its end.</summary>
    private const string KeptFor = "1d";

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);

    /// <summary>Has the server build it. When the caller stops after the last byte, the answer is waited for, so that the building can be stopped.</summary>
    internal static async Task<RetrievalJob> StartAsync(
        Transport transport, EntityFrame frame, FeatureSelection features, HistoricalFeaturesOptions options, CancellationToken cancellationToken)
    {
        if (options is { Overwrite: true, Name: null })
        {
            throw new ArgumentException("Overwrite is set without a Name: give the name of the training set that is to be replaced.", nameof(options));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var keep = options.Name is not null;
        var name = options.Name ?? $"temporary-{Guid.CreateVersion7(transport.Options.Time.GetUtcNow()):N}";
        var spec = JsonSerializer.Serialize(SpecOf(name, frame, features, options, transport.Options), WireJson.Default.WireSpec);
        HttpContent? content = null;
        var call = new Call($"Asking for the training set '{name}'", HttpMethod.Post, DatasetReader.Route)
        {
            Content = () => content = frame.Open(spec, options.Progress), Timeout = AnswerLimit,
        };
        using var stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, transport.Options.Time);
        using var stopping = cancellationToken.Register(() => stop.CancelAfter(content is null or StreamedContent { IsSent: false } ? TimeSpan.Zero : AnswerPatience));
        RetrievalJob? job = null;
        try
        {
            job = new RetrievalJob(transport, await transport.AskAsync(call, WireJson.Default.DatasetRecord, stop.Token).ConfigureAwait(false), keep);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !keep)
        {
            await RetrievalJob.RemoveQuietlyAsync(transport, name).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A name that the caller gave may be that of an earlier training set, which stays.
        }

        if (cancellationToken.IsCancellationRequested)
        {
            await UndoAsync(job, keep).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return job ?? throw new OperationCanceledException($"{call.Attempted} was stopped.");
    }

    private static async Task UndoAsync(RetrievalJob? job, bool keep)
    {
        if (job is null)
        {
            return;
        }

        if (!keep)
        {
            await job.DisposeAsync().ConfigureAwait(false);
            return;
        }

        try
        {
            await job.CancelAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (CatalogException)
        {
            // It has ended, or the server is away; the server lists what is left.
        }
    }

    private static WireSpec SpecOf(string name, EntityFrame frame, FeatureSelection features, HistoricalFeaturesOptions options, CatalogClientOptions client) => new(
        name,
        features.FeatureService is null ? features.References : null,
        features.FeatureService,
        options.TimestampColumn,
        options.FullFeatureNames,
        options.AsKnownAt?.ToUniversalTime(),
        options.AsKnownAtEntityTime,
        options.Format.Word,
        options.Overwrite,
        client.User,
        options.Splits is { } splits ? new WireSplits(splits.Kind, splits.Parts, splits.By, splits.Seed) : null,
        frame.Range is { Start: not null, End: null } open ? open with { End = client.Time.GetUtcNow() } : frame.Range,
        options.Name is null ? KeptFor : null);
}
