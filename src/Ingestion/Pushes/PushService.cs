using Ingestion.Files;
using Microsoft.Extensions.Options;

namespace Ingestion.Pushes;

/// <summary>Takes pushed events into sources. Thread-safe.</summary>
public sealed class PushService
{
    private readonly PushTargets _targets;
    private readonly PushPressure _pressure;
    private readonly PushIngester _ingester;
    private readonly Spool _spool;
    private readonly IngestionOptions _options;
    private readonly PushKeys _keys = new();

    internal PushService(PushTargets targets, PushPressure pressure, PushIngester ingester, Spool spool, IOptions<IngestionOptions> options)
        => (_targets, _pressure, _ingester, _spool, _options) = (targets, pressure, ingester, spool, options.Value);

    /// <summary>
    /// Checks events against the contract of their source and appends them; when the task ends they are durable in the log or in the quarantine. Nothing is appended before the whole
    /// body has come. A key that came before with the same content appends nothing and gives the first answer.
    /// </summary>
    /// <param name="request">The push.</param>
    /// <param name="cancellationToken">Cancels the reading of the body; once that is read, the push is carried out.</param>
    /// <exception cref="IngestionException">
    /// <see cref="IngestionErrorCode.SourceNotFound"/>, <see cref="IngestionErrorCode.InvalidPush"/> (the source takes no pushes, the key is not legal, the body is damaged),
    /// <see cref="IngestionErrorCode.TooLarge"/>, <see cref="IngestionErrorCode.Backpressure"/>, <see cref="IngestionErrorCode.AlreadyRunning"/> (the same key right now) or
    /// <see cref="IngestionErrorCode.IdempotencyKeyReused"/>.
    /// </exception>
    public async Task<PushResult> PushAsync(PushRequest request, CancellationToken cancellationToken)
    {
        var target = _targets.Find(request.Source);
        PushKeys.Check(request.IdempotencyKey);
        await _pressure.CheckAsync(request.Source, cancellationToken).ConfigureAwait(false);
        using var turn = _keys.Enter(request.Source, request.IdempotencyKey);
        var body = await PushBody.ReadAsync(request.Content, request.Targets, _spool, _options.MaxPushBytes, cancellationToken).ConfigureAwait(false);
        await using var closing = body.ConfigureAwait(false);
        return await _ingester.IngestAsync(target, request, body).ConfigureAwait(false);
    }
}
