namespace Catalog.Grpc;

/// <summary>Settings of the gRPC server.</summary>
public sealed class GrpcOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Grpc";

    /// <summary>Where it listens: addresses of this machine as <c>http://host:port</c>, apart by semicolons; HTTP/2 without TLS. Empty: nowhere.</summary>
    public string Urls { get; set; } = string.Empty;

    /// <summary>Bytes that one message may have, also once it is decompressed.</summary>
    public int MaxMessageBytes { get; set; } = 64 << 20;
}
