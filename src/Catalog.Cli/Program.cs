using Catalog.Cli.CommandLine;

using var signals = new StopSignals();
return await CatalogCommandLine.RunAsync(args, CommandEnvironment.OfThisProcess(), signals.Token);
