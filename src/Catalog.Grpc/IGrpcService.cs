using Google.Protobuf.Reflection;

namespace Catalog.Grpc;

/// <summary>A service: methods under one name.</summary>
public interface IGrpcService
{
    /// <summary>What protoc knows of it, with its name; server reflection tells it to whoever asks.</summary>
    ServiceDescriptor Descriptor { get; }

    /// <summary>Its methods.</summary>
    IReadOnlyList<GrpcMethod> Methods { get; }
}
