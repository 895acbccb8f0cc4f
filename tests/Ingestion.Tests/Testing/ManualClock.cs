namespace Ingestion.Tests.Testing;

/// <summary>A clock that stands still until it is set, also to an earlier time.</summary>
internal sealed class ManualClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Move(TimeSpan span) => _now += span;
}
