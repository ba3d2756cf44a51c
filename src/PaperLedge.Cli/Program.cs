using PaperLedge.Cli.Commands;

return await CommandLine.RunAsync(args);
