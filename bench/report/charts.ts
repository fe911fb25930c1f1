import * as echarts from 'echarts';
import type { Measured } from '../types.ts';

const WIDTH = 900;
const BAR = 11;
const MARGIN = 90;

/** The row as an image (SVG): lines over the sizes for costs that should stay flat, bars of the ratios otherwise. */
export function renderChart(row: string, cases: readonly Measured[]): string {
  const isScale = row === 'scale';
  const bars = cases.reduce((count, { results }) => count + results.length + 1, 0);
  const chart = echarts.init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: WIDTH,
    height: isScale ? 420 : MARGIN + bars * BAR,
  });
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    legend: { top: 5 },
    grid: { left: 10, right: 40, top: 40, bottom: 30, containLabel: true },
    ...(isScale ? linesOverSizes(cases) : barsOfRatios(cases)),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

function barsOfRatios(cases: readonly Measured[]): echarts.EChartsOption {
  const contestants = [...new Set(cases.flatMap(({ results }) => results.map(({ contestant }) => contestant)))];
  return {
    xAxis: { type: 'log', name: 'ratio', nameLocation: 'middle', nameGap: 22 },
    yAxis: { type: 'category', inverse: true, data: cases.map(({ name }) => name) },
    series: contestants.map((contestant) => ({
      name: contestant,
      type: 'bar',
      data: cases.map(({ results }) => results.find((result) => result.contestant === contestant)?.ratio ?? '-'),
    })),
  };
}

function linesOverSizes(cases: readonly Measured[]): echarts.EChartsOption {
  return {
    xAxis: { type: 'category', data: cases[0]?.results.map(({ contestant }) => contestant) ?? [] },
    yAxis: { type: 'log', name: 'ns each' },
    series: cases.map(({ name, results }) => ({ name, type: 'line', data: results.map(({ median }) => median) })),
  };
}
