using Catalog.Core.Arrow;
using Catalog.Flight.Commands;

namespace Catalog.Feast.Offline;

/// <summary>A command that gives a training set which is kept for a while only.</summary>
internal abstract class FetchCommand(TrainingFlights flights, string name) : FlightCommand
{
    public override async Task<FlightTable> DescribeAsync(CancellationToken cancellationToken)
        => await flights.DescribeAsync(await flights.GetAsync(name, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public override async Task<bool> IsReadyAsync(CancellationToken cancellationToken) => (await flights.GetAsync(name, cancellationToken).ConfigureAwait(false)).HasEnded;

    public override Task<IArrowSource> OpenAsync(FlightTable table, CancellationToken cancellationToken) => flights.OpenAsync(table, split: null, cancellationToken);
}
