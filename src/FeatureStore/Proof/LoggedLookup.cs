using Catalog.Core.Values;
using FeatureStore.Rows;
using FeatureStore.Serving;

namespace FeatureStore.Proof;

/// <summary>What one lookup gave for one key of one view, and what it can have known. Not to be changed.</summary>
public sealed record LoggedLookup
{
    /// <summary>What <see cref="Applied"/> is when the process that served does not write the view.</summary>
    public const long Unknown = -1;

    /// <summary>What <see cref="Applied"/> is when the online store was away and the lookup was answered with rows read before.</summary>
    public const long Stale = -2;

    /// <summary>Its place in the log, from 0; given by the log.</summary>
    public long Number { get; init; }

    /// <summary>What was asked for.</summary>
    public required LookupShape Shape { get; init; }

    /// <summary>The key.</summary>
    public required EntityKey Key { get; init; }

    /// <summary>The moment that the lookup was answered for.</summary>
    public required Instant Time { get; init; }

    /// <summary>Events of the view before this sequence were in the online store before the lookup read it; <see cref="Unknown"/> where that is not known, and <see cref="Stale"/> where it did not read it.</summary>
    public required long Applied { get; init; }

    /// <summary>For each stored row (<see cref="LookupShape.StoredRows"/>) the last sequence in it; -1 where there was none, and <see cref="OnlineRowHead.WrittenDirectly"/> where no event gave it.</summary>
    public required long[] Seen { get; init; }

    /// <summary>The values served, in the order of the features; behind them those of the inputs that they were computed from.</summary>
    public required Value[] Values { get; init; }

    /// <summary>Their statuses.</summary>
    public required FieldStatus[] Statuses { get; init; }

    /// <summary>Their event times.</summary>
    public required Instant[] EventTimes { get; init; }

    /// <summary>
    /// The last sequence that a stored row can have known of, as far as it matters: all before <see cref="Applied"/> were in it, and what it held last. What came in between and after
    /// did not change it.
    /// </summary>
    public long BoundOf(int storedRow) => Math.Max(Applied - 1, Seen[storedRow]);

    /// <summary>The largest of the bounds; -1 when nothing can have been known.</summary>
    public long LastBound
    {
        get
        {
            var last = -1L;
            for (var row = 0; row < Seen.Length; row++)
            {
                last = Math.Max(last, BoundOf(row));
            }

            return last;
        }
    }

    /// <summary>Whether it was answered with rows read before, so that it does not show what it should have known.</summary>
    public bool IsStale => Applied == Stale;

    /// <summary>Whether a row answered that no event gave, so that nothing in the log can give it again.</summary>
    public bool IsWrittenDirectly => Array.IndexOf(Seen, OnlineRowHead.WrittenDirectly) >= 0;

    /// <summary>Whether it is known which events it must have seen: without the progress of the writer a missing row proves nothing.</summary>
    public bool IsProvable => Applied >= 0 || Array.TrueForAll(Seen, static seen => seen >= 0);
}
