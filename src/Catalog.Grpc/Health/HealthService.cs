using System.Runtime.CompilerServices;
using Catalog.Grpc.Health.Messages;
using Microsoft.Extensions.DependencyInjection;
using static Catalog.Grpc.Health.Messages.HealthCheckResponse.Types;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Catalog.Grpc.Health;

/// <summary><c>grpc.health.v1.Health</c>. The empty name is the whole server; a service is as well as the server is.</summary>
internal sealed class HealthService(IServiceProvider provider, TimeProvider clock, IGrpcHealth? health = null) : IGrpcService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly GrpcMarshaller<HealthCheckRequest> Requests = GrpcMarshallers.Of(HealthCheckRequest.Parser);
    private static readonly GrpcMarshaller<HealthCheckResponse> Responses = GrpcMarshallers.Of(HealthCheckResponse.Parser);

    public ServiceDescriptor Descriptor => HealthReflection.Descriptor.Services[0];

    public IReadOnlyList<GrpcMethod> Methods =>
    [
        GrpcMethod.Unary("/grpc.health.v1.Health/Check", Requests, Responses, CheckAsync),
        GrpcMethod.ServerStreaming("/grpc.health.v1.Health/Watch", Requests, Responses, (request, call) => WatchAsync(request, call.CancellationToken)),
    ];

    private async ValueTask<HealthCheckResponse> CheckAsync(HealthCheckRequest request, GrpcCall call)
    {
        var status = await GetAsync(request.Service, call.CancellationToken).ConfigureAwait(false);
        return status == ServingStatus.ServiceUnknown
            ? throw new GrpcException(GrpcStatusCode.NotFound, $"There is no service '{request.Service}'. Server reflection lists what there is; '' is the whole server.")
            : new HealthCheckResponse { Status = status };
    }

    /// <summary>Says what is, and then what changes.</summary>
    private async IAsyncEnumerable<HealthCheckResponse> WatchAsync(HealthCheckRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var told = ServingStatus.Unknown;
        while (true)
        {
            var status = await GetAsync(request.Service, cancellationToken).ConfigureAwait(false);
            if (status != told)
            {
                told = status;
                yield return new HealthCheckResponse { Status = status };
            }

            await Task.Delay(Interval, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<ServingStatus> GetAsync(string service, CancellationToken cancellationToken)
    {
        // Asked for late: this is one of them.
        if (service.Length > 0 && !provider.GetServices<IGrpcService>().Any(known => known.Descriptor.FullName == service))
        {
            return ServingStatus.ServiceUnknown;
        }

        return health is null || await health.IsServingAsync(cancellationToken).ConfigureAwait(false) ? ServingStatus.Serving : ServingStatus.NotServing;
    }
}
