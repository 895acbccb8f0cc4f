using Catalog.Core.Values;

namespace Catalog.Web.Tests.Components;

/// <summary>A clock that stands at 2026-11-20 12:52:00 UTC.</summary>
internal sealed class FixedClock : TimeProvider
{
    public static readonly Instant Now = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 52, 0, TimeSpan.Zero));

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
}
