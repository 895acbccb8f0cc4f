using Catalog.Core.Values;
using Lineage.Runs;

namespace Catalog.Persistence.Lineage.Entities;

internal sealed class RunProgressEntity
{
    /// <summary>Key of the run.</summary>
    public Guid Id { get; set; }

    public long Done { get; set; }

    public long? Total { get; set; }

    public string Unit { get; set; } = string.Empty;

    public double RatePerSecond { get; set; }

    public Instant UpdatedAt { get; set; }

    public RunProgress Read() => new(Done, Total, Unit, RatePerSecond, UpdatedAt);

    public void Write(RunProgress progress)
    {
        Done = progress.Done;
        Total = progress.Total;
        Unit = progress.Unit;
        RatePerSecond = progress.RatePerSecond;
        UpdatedAt = progress.UpdatedAt;
    }
}
