using Microsoft.Extensions.Options;

namespace Catalog.Grpc.Server;

/// <summary>Judges the settings before anything is opened.</summary>
internal sealed class GrpcOptionsValidator : IValidateOptions<GrpcOptions>
{
    private const int LeastMessageBytes = 64 << 10;
    private const int MostMessageBytes = 1 << 30;

    public ValidateOptionsResult Validate(string? name, GrpcOptions options)
    {
        var faults = new List<string>();
        try
        {
            GrpcAddress.Parse(options.Urls);
        }
        catch (FormatException exception)
        {
            faults.Add(exception.Message);
        }

        if (options.MaxMessageBytes is < LeastMessageBytes or > MostMessageBytes)
        {
            faults.Add($"'{GrpcOptions.Section}:{nameof(GrpcOptions.MaxMessageBytes)}' is '{options.MaxMessageBytes}'; it must be from {LeastMessageBytes} to {MostMessageBytes}.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
