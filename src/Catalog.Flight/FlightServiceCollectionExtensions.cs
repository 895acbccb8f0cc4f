using Catalog.Flight.Commands;
using Catalog.Flight.Transfer;
using Catalog.Grpc;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Flight;

/// <summary>Adds Arrow Flight to a host.</summary>
public static class FlightServiceCollectionExtensions
{
    /// <summary>Serves <c>arrow.flight.protocol.FlightService</c> where the gRPC server listens: training sets, and what every registered <see cref="IFlightCommands"/> knows.</summary>
    public static IServiceCollection AddFlightService(this IServiceCollection services) => services
        .AddSingleton<TrainingFlights>()
        .AddSingleton<CommandReader>()
        .AddSingleton<FlightInfos>()
        .AddSingleton<IGrpcService, FlightService>();
}
