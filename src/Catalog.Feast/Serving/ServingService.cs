using System.Reflection;
using Catalog.Feast.Messages.Serving;
using Catalog.Grpc;
using Google.Protobuf.Reflection;

namespace Catalog.Feast.Serving;

/// <summary><c>feast.serving.ServingService</c>, which Feast's servers in Go and Java have.</summary>
internal sealed class ServingService(FeatureLookups lookups) : IGrpcService
{
    private static readonly string Version = typeof(ServingService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    public ServiceDescriptor Descriptor => ServingServiceReflection.Descriptor.Services[0];

    public IReadOnlyList<GrpcMethod> Methods =>
    [
        GrpcMethod.Unary(
            $"/{Descriptor.FullName}/GetFeastServingInfo",
            GrpcMarshallers.Of(GetFeastServingInfoRequest.Parser),
            GrpcMarshallers.Of(GetFeastServingInfoResponse.Parser),
            static (_, _) => ValueTask.FromResult(new GetFeastServingInfoResponse { Version = Version })),
        lookups.MethodOf(Descriptor.FullName),
    ];
}
