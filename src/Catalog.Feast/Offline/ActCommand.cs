using Catalog.Core.Arrow;
using Catalog.Flight.Commands;
using FeatureStore;

namespace Catalog.Feast.Offline;

/// <summary>A command that gives nothing to be fetched.</summary>
internal abstract class ActCommand : FlightCommand
{
    public override Task<FlightTable> DescribeAsync(CancellationToken cancellationToken)
        => throw new FeatureStoreException(FeatureStoreErrorCode.InvalidRequest, "This command is done once it is uploaded; there is nothing to fetch by it.");

    public override Task<IArrowSource> OpenAsync(FlightTable table, CancellationToken cancellationToken) => throw new NotSupportedException("There is nothing to open.");
}
