using Catalog.Core.Values;
using FeatureStore.Model;

namespace Catalog.Web.TrainingSets;

/// <summary>Which rows a training set is to have, as it is typed. Belongs to one draft; not thread-safe.</summary>
public sealed class RangeDraft
{
    private readonly Dictionary<TrainingSetPart, string> _texts = [];

    public RowsFrom From { get; private set; }

    /// <summary>The range; null with an entity frame, and while what was typed is none.</summary>
    public TrainingSetRange? Range => From switch
    {
        RowsFrom.Keys when Instant.TryParse(TextAt(TrainingSetPart.AsOf), out var time) => new TrainingSetRange { AsOf = time },
        RowsFrom.View when TextAt(TrainingSetPart.View) is { Length: > 0 } view
            && Instant.TryParse(TextAt(TrainingSetPart.Start), out var start) && Instant.TryParse(TextAt(TrainingSetPart.End), out var end) && start < end
            => new TrainingSetRange { View = view, Start = start, End = end },
        _ => null,
    };

    /// <summary>What a field shows; empty before something was typed.</summary>
    public string TextAt(TrainingSetPart part) => _texts.GetValueOrDefault(part, string.Empty);

    /// <summary>Takes the rows from elsewhere. Where a time is still to be typed, the moment at hand is proposed, since that is what people mean most.</summary>
    public void Take(RowsFrom from, DateTimeOffset now)
    {
        From = from;
        if (from != RowsFrom.Frame)
        {
            _texts.TryAdd(from == RowsFrom.Keys ? TrainingSetPart.AsOf : TrainingSetPart.End, TypedTime.Write(now));
        }
    }

    public void Type(TrainingSetPart part, string text) => _texts[part] = text;

    /// <summary>What is missing or no time, at the field where it is.</summary>
    internal IEnumerable<string> ErrorsAt(TrainingSetPart part) => (From, part) switch
    {
        (RowsFrom.Keys, TrainingSetPart.AsOf) => TimeErrors(part, "Say at which time, for example 2026-11-20T12:00:00Z."),
        (RowsFrom.View, TrainingSetPart.View) when TextAt(part).Length == 0 => ["Choose the view whose rows are taken."],
        (RowsFrom.View, TrainingSetPart.Start) => TimeErrors(part, "Say from which event time on rows are taken, for example 2026-11-01T00:00:00Z."),
        (RowsFrom.View, TrainingSetPart.End) when Instant.TryParse(TextAt(TrainingSetPart.Start), out var start) && Instant.TryParse(TextAt(part), out var end) && end <= start
            => [$"'{TextAt(part)}' is not after '{TextAt(TrainingSetPart.Start)}'. Rows are taken from the one time on and before the other."],
        (RowsFrom.View, TrainingSetPart.End) => TimeErrors(part, "Say before which event time rows are taken, for example 2026-11-20T00:00:00Z."),
        _ => [],
    };

    private IEnumerable<string> TimeErrors(TrainingSetPart part, string missing)
        => Instant.TryParse(TextAt(part), out _) ? [] : TextAt(part).Trim().Length == 0 ? [missing] : [TypedTime.Refuse(TextAt(part))];
}
