namespace Lineage.Model;

/// <summary>Data was seen to flow from one node to another in some run.</summary>
/// <param name="From">Where data comes from.</param>
/// <param name="To">Where data goes.</param>
/// <param name="Seen">When runs showed it.</param>
public sealed record EdgeRecord(EdgeEnd From, EdgeEnd To, SeenSpan Seen) : IMergeable<EdgeRecord>
{
    /// <inheritdoc />
    public Guid Key => NodeKey.Derive("edge", From.Key.Value.ToString("N"), To.Key.Value.ToString("N"));

    /// <inheritdoc />
    public EdgeRecord Merge(EdgeRecord other) => this with { Seen = Seen.Merge(other.Seen) };
}
