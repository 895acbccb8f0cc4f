using Ingestion.Formats;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Replays;

/// <summary>Shows refused payloads of topics to people, where their bytes are no text. Thread-safe.</summary>
public sealed class QuarantinedPayloads(IEnumerable<IPayloadFormat> formats)
{
    /// <summary>What can be shown of an event; null where its raw bytes say it themselves. Never fails because a registry is away: <see cref="ShownPayload.Obstacle"/> says so.</summary>
    /// <param name="item">The event, whole.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<ShownPayload?> ShowAsync(QuarantinedEvent item, CancellationToken cancellationToken)
    {
        if (item.Origin is not { Kind: OriginKind.Topic, Topic: { } topic } || item.Raw.IsEmpty || formats.FirstOrDefault(format => format.Format == topic.Format) is not { } format)
        {
            return null;
        }

        var shown = await format.ShowAsync(topic, item.Raw, cancellationToken).ConfigureAwait(false);
        return shown is { Json.IsEmpty: true } && RecordDamage.WasCut(item) ? shown with { Obstacle = "Only its beginning is kept." } : shown;
    }
}
