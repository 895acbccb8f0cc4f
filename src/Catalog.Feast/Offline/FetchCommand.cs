using Catalog.Core.Arrow;
using Catalog.Flight.Commands;

namespace Catalog.Feast.Offline;

/// <summary>A command that gives a training set which is kept for a while only.</summary>
internal abstract class FetchCommand(TrainingFlights flights, string name) : FlightCommand
{
    protected TrainingFlights Flights { get; } = flights;

    /// <summary>Name of the training set.</summary>
    protected string Name { get; } = name;

    public override async Task<FlightTable> DescribeAsync(CancellationToken cancellationToken)
        => await Flights.DescribeAsync(await Flights.GetAsync(Name, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public override async Task<bool> IsReadyAsync(CancellationToken cancellationToken) => (await Flights.GetAsync(Name, cancellationToken).ConfigureAwait(false)).HasEnded;

    public override Task<IArrowSource> OpenAsync(FlightTable table, CancellationToken cancellationToken) => Flights.OpenAsync(table, split: null, cancellationToken);
}
