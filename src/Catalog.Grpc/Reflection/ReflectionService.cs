using System.Runtime.CompilerServices;
using Catalog.Grpc.Reflection.V1;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using static Catalog.Grpc.Reflection.V1.ServerReflectionRequest;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Catalog.Grpc.Reflection;

/// <summary>
/// Server reflection, by which tools such as grpcurl learn what there is. The messages of <c>v1</c> and <c>v1alpha</c> have the same bytes, so both names have the same methods.
/// </summary>
internal sealed class ReflectionService(IServiceProvider provider, ServiceDescriptor descriptor) : IGrpcService
{
    private readonly Lazy<ReflectionFiles> _files = new(() => new ReflectionFiles(provider.GetServices<IGrpcService>().Select(static service => service.Descriptor))); // Late: this is one of them.

    public ServiceDescriptor Descriptor => descriptor;

    public IReadOnlyList<GrpcMethod> Methods =>
    [
        GrpcMethod.Duplex(
            $"/{descriptor.FullName}/ServerReflectionInfo",
            GrpcMarshallers.Of(ServerReflectionRequest.Parser),
            GrpcMarshallers.Of(ServerReflectionResponse.Parser),
            (requests, call) => AnswerAsync(requests, call.CancellationToken)),
    ];

    private async IAsyncEnumerable<ServerReflectionResponse> AnswerAsync(IAsyncEnumerable<ServerReflectionRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var request in requests.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return Answer(request);
        }
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case MessageRequestOneofCase.ListServices:
                response.ListServicesResponse = new ListServiceResponse { Service = { _files.Value.Services.Select(static name => new ServiceResponse { Name = name }) } };
                return response;
            case MessageRequestOneofCase.FileByFilename:
                return With(response, _files.Value.FindFile(request.FileByFilename), $"There is no file '{request.FileByFilename}'.");
            case MessageRequestOneofCase.FileContainingSymbol:
                return With(response, _files.Value.FindSymbol(request.FileContainingSymbol), $"Nothing is called '{request.FileContainingSymbol}'.");
            case MessageRequestOneofCase.AllExtensionNumbersOfType when _files.Value.FindSymbol(request.AllExtensionNumbersOfType) is not null:
                response.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = request.AllExtensionNumbersOfType };
                return response;
            case MessageRequestOneofCase.None:
                return With(response, null, "The request asks for nothing that this server knows.", GrpcStatusCode.InvalidArgument);
            default:
                return With(response, null, "There are no extensions here.");
        }
    }

    private static ServerReflectionResponse With(ServerReflectionResponse response, IReadOnlyList<ByteString>? files, string otherwise, GrpcStatusCode status = GrpcStatusCode.NotFound)
    {
        if (files is null)
        {
            response.ErrorResponse = new ErrorResponse { ErrorCode = (int)status, ErrorMessage = otherwise };
        }
        else
        {
            response.FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { files } };
        }

        return response;
    }
}
